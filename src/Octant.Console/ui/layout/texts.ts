import { defineTexts } from '../language/language';

export const texts = defineTexts({
  skip: { zh: '跳到正文', en: 'Skip to the content' },
  navigation: { zh: '主导航', en: 'Main navigation' },
  openMenu: { zh: '打开菜单', en: 'Open the menu' },
  wholeOrganisation: { zh: '全部组织', en: 'Whole organisation' },
  account: { zh: '我的账号：{name}', en: 'My account: {name}' },
  signOut: { zh: '退出登录', en: 'Sign out' },
});
