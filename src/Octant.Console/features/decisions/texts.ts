import { defineTexts } from '../../ui/language/language';

export const texts = defineTexts({
  silence: { zh: '没有推荐：{reason}', en: 'Nothing was recommended: {reason}' },
  offered: { zh: '推荐 {offering}，排在第 {rank} 位', en: '{offering} was offered at rank {rank}' },
  propensity: { zh: '接受概率 {share}', en: 'Chance of acceptance {share}' },
  scoreRatio: { zh: '得分是最后一个入选者的 {share}', en: '{share} of the score of the last one chosen' },
  freesAt: { zh: '{time} 起不再受限', en: 'Passes by itself at {time}' },
  smallestChange: { zh: '只要这些条件成立就会通过：', en: 'It would pass if these were true:' },
  itIs: { zh: '当时是 {value}', en: 'it was {value}' },
});
