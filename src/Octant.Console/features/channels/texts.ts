import { defineTexts } from '../../ui/language/language';

export const texts = defineTexts({
  segments: { zh: '{count} 条短信', en: { one: '{count} segment', other: '{count} segments' } },
  length: { zh: '{units} 字，还可写 {left} 字（{alphabet}）', en: '{units} characters, {left} left ({alphabet})' },
  unicode: { zh: '含中文，每条 70 字', en: 'Unicode' },
  basic: { zh: '仅字母数字，每条 160 字', en: 'GSM alphabet' },
  characters: { zh: '{count} 个字符', en: { one: '{count} character', other: '{count} characters' } },
});
