import { defineTexts } from './language';

export const texts = defineTexts({
  otherLanguage: { zh: 'English', en: '中文' },
  switchLanguage: { zh: 'English（切换到英文）', en: '中文 (switch to Chinese)' },
});
