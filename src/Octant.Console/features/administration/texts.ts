import { defineTexts } from '../../ui/language/language';

export const texts = defineTexts({
  save: { zh: '保存', en: 'Save' },
  cancel: { zh: '取消', en: 'Cancel' },
  wholeOrganisation: { zh: '全部组织', en: 'Whole organisation' },
  search: { zh: '查找', en: 'Find' },
});
