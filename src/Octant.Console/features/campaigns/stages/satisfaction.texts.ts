import { defineTexts } from '../../../ui/language/language';

export const texts = defineTexts({
  title: { zh: '客户满意度', en: 'Customer satisfaction' },
  none: { zh: '这个活动没有安排接触后的询问。', en: 'Customers of this campaign are asked nothing after a contact.' },
  nobodyYet: { zh: '还没有客户被询问', en: 'Nobody has been asked yet' },
  nobodyYetDetail: { zh: '热线、APP、短信等触点提问并传回答案后，这里显示结果。', en: 'Once hotline, app or messages have asked and send what was answered, it stands here.' },
  asked: { zh: '已询问', en: 'Asked' },
  answered: { zh: '已答复', en: 'Answered' },
  answeredShare: { zh: '答复率', en: 'Share answered' },
  mean: { zh: '平均分', en: 'Mean score' },
  satisfied: { zh: '满意（4–5 分）', en: 'Satisfied (4 or 5)' },
  netPromoters: { zh: '净推荐值', en: 'Net promoter score' },
  scores: { zh: '各分数的客户数', en: 'Customers by score' },
  interval: { zh: '95% 区间 {low} – {high}', en: '95%: {low} to {high}' },
  noInterval: { zh: '只有一份答复或分数全都相同，没有区间', en: 'one answer, or all the same: no interval' },
  by: { zh: '分别查看', en: 'Told apart by' },
  'by.byChannel': { zh: '渠道', en: 'Channel' },
  'by.byDay': { zh: '日期', en: 'Day' },
  'by.byOrganisation': { zh: '单位', en: 'Unit' },
  unknown: { zh: '（未知）', en: '(unknown)' },
  late: { zh: '另有 {count} 份答复超过期限，不计入。', en: { one: '{count} answer came too late and does not count.', other: '{count} answers came too late and do not count.' } },
  counted: {
    zh: '每次接触最多询问、计算一次，以第一次答复为准；按接触的渠道、询问的日期、网点（或客户归属）单位统计。平均分与净推荐值为 t 区间，比例为 Wilson 区间。答复的客户不代表全部客户。',
    en: 'Every contact is asked about and counted once, by its first answer: at the channel of the contact, on the day of the question, at the unit of the outlet or of the customer. Means and net promoters have intervals by Student, shares by Wilson. Those who answer are not all customers.',
  },
});
