import { defineTexts } from '../../ui/language/language';

export const texts = defineTexts({
  signInTitle: { zh: '登录', en: 'Sign in' },
  promise: { zh: '对的客户，对的渠道，对的时刻', en: 'The right offer, the right channel, the right moment' },
  promiseDetail: {
    zh: '策划、资源、审批、测试、执行、评估，一个平台完成。每一次推荐都说得清为什么，也说得清为什么不。',
    en: 'Plan, resource, review, test, run and prove campaigns in one place. Every recommendation says why, and why not.',
  },
  staffNumber: { zh: '工号', en: 'Staff number' },
  staffNumberMissing: { zh: '请输入工号', en: 'Type your staff number' },
  password: { zh: '密码', en: 'Password' },
  passwordMissing: { zh: '请输入密码', en: 'Type your password' },
  signIn: { zh: '登录', en: 'Sign in' },
  wrong: { zh: '工号或密码不正确', en: 'The staff number or the password is wrong' },
  locked: { zh: '失败次数过多，请在 {minutes} 分钟后再试', en: 'Too many attempts failed; try again in {minutes} minutes' },
  changeTitle: { zh: '请先修改密码', en: 'First choose a password of your own' },
  changeReason: { zh: '这是初始密码。修改后才能使用系统。', en: 'This one was given to you. Once it is changed, everything else opens.' },
  currentPassword: { zh: '当前密码', en: 'Current password' },
  newPassword: { zh: '新密码', en: 'New password' },
  newPasswordRule: { zh: '至少 10 个字符，包含两类字符，不含工号', en: 'At least 10 characters of two kinds, without the staff number' },
  repeatPassword: { zh: '再输一次新密码', en: 'The new password once more' },
  notTheSame: { zh: '两次输入不一致', en: 'The two differ' },
  changePassword: { zh: '修改密码', en: 'Change the password' },
  signOut: { zh: '退出登录', en: 'Sign out' },
});
