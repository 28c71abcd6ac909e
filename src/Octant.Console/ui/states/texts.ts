import { defineTexts } from '../language/language';

export const texts = defineTexts({
  loading: { zh: '正在加载', en: 'Loading' },
  retry: { zh: '重试', en: 'Try again' },
  reload: { zh: '重新加载页面', en: 'Reload the page' },
  'status.invalid': { zh: '填写的内容有误', en: 'Something is not filled in right' },
  'status.unauthenticated': { zh: '登录已失效，请重新登录', en: 'You are no longer signed in' },
  'status.forbidden': { zh: '没有权限', en: 'Not permitted' },
  'status.notFound': { zh: '未找到', en: 'Not found' },
  'status.conflict': { zh: '当前状态下不能这样操作', en: 'Not possible in the present state' },
  'status.changed': { zh: '别人刚刚改过，请重新加载后再改', en: 'Somebody changed it meanwhile; reload and change it again' },
  'status.busy': { zh: '系统繁忙，请稍后再试', en: 'The system is busy; try again in a moment' },
  'status.unreachable': { zh: '连接不上服务器', en: 'The server cannot be reached' },
  'status.defect': { zh: '系统出错了', en: 'Something is broken here' },
  expected: { zh: '应为：{expected}', en: 'Expected {expected}' },
  nearest: { zh: '是否想写 {name}？', en: 'Did you mean {name}?' },
  brokenTitle: { zh: '这个页面出错了', en: 'This page has broken' },
  brokenDetail: { zh: '已输入但未保存的内容可能丢失。重新加载通常可以恢复。', en: 'What was typed and not saved may be lost. Reloading usually helps.' },
  notFoundTitle: { zh: '没有这个页面', en: 'There is no such page' },
  notFoundDetail: { zh: '地址可能写错了，或页面已移走。', en: 'The address may be mistyped, or the page has moved.' },
  toBoard: { zh: '回到首页', en: 'To the first page' },
});
