import { defineTexts } from '../../../ui/language/language';

export const texts = defineTexts({
  isAsked: { zh: '接触后请客户评价', en: 'Ask customers after a contact' },
  isAskedDetail: { zh: '热线、APP、短信等触点提问并传回答案，评估阶段统计', en: 'Hotline, app and messages put the question and send what is answered; the evaluation counts it' },
  scale: { zh: '评价方式', en: 'Scale' },
  'scale.satisfaction': { zh: '满意度 1–5 分', en: 'Satisfaction, 1 to 5' },
  'scale.recommendation': { zh: '推荐意愿 0–10 分（NPS）', en: 'Recommendation, 0 to 10 (NPS)' },
  questionZh: { zh: '问题（中文）', en: 'Question in Chinese' },
  questionEn: { zh: '问题（英文）', en: 'Question in English' },
  'question.satisfaction': { zh: '您对我们这次的推荐满意吗？请打 1 至 5 分，5 分为非常满意。', en: 'How satisfied are you with what we offered? Please answer 1 to 5; 5 is very satisfied.' },
  'question.recommendation': { zh: '您有多大可能把我们推荐给亲友？请打 0 至 10 分。', en: 'How likely are you to recommend us to friends and family? Please answer 0 to 10.' },
  askedShare: { zh: '询问比例', en: 'Share asked' },
  askedShareDetail: { zh: '占已接触客户；由编号随机确定，不会变', en: 'Of the customers contacted; drawn once and for ever' },
  delay: { zh: '接触后多久提问', en: 'Time after contact' },
  answerWithin: { zh: '答复有效期', en: 'Answers count for' },
  hours: { zh: '小时', en: { one: 'hour', other: 'hours' } },
  days: { zh: '天', en: { one: 'day', other: 'days' } },
  channel: { zh: '提问渠道', en: 'Where it is asked' },
  sameChannel: { zh: '与接触相同', en: 'Where the contact was' },
  missing: { zh: '请填写', en: 'Fill this in' },
});
