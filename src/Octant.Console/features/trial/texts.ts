import { defineTexts } from '../../ui/language/language';

export const texts = defineTexts({
  intro: {
    zh: '选一位客户和一个渠道，看看这份草稿生效后会给他推荐什么。不保存、不占用接触次数、不留记录。',
    en: 'Choose a customer and a channel, and see what they would be offered with this draft in force. Nothing is saved, no contact is used up, nothing is recorded.',
  },
  customer: { zh: '客户编号', en: 'Customer id' },
  customerMissing: { zh: '请填写客户编号', en: 'Fill in a customer id' },
  channel: { zh: '渠道', en: 'Channel' },
  channelMissing: { zh: '请选择渠道', en: 'Choose a channel' },
  touchpoint: { zh: '触点', en: 'Touchpoint' },
  anyTouchpoint: { zh: '不限', en: 'Any' },
  try: { zh: '试一下', en: 'Try' },
  now: { zh: '现在', en: 'As it is now' },
  draft: { zh: '草稿生效后', en: 'With this draft' },
  silence: { zh: '不推荐：{reason}', en: 'Silence: {reason}' },
  notThereYet: { zh: '还没有生效的版本，无法对比。', en: 'Nothing is in force yet to compare with.' },
  same: { zh: '对这位客户没有影响', en: 'It changes nothing for this customer' },
  different: { zh: '推荐结果会变化', en: 'It changes what they are offered' },
  trialCampaign: {
    zh: '还没有活动在此渠道推荐这个产品；这里按“面向所有人的试用活动”计算。',
    en: 'No live campaign makes this offering on this channel; it is tried as if one made it to everybody.',
  },
  asIfActive: { zh: '设计中的产品按“在售”试用。', en: 'An offering in design is tried as if it were on sale.' },
  whyNot: { zh: '哪些活动因此变化', en: 'What becomes of campaigns' },
  campaign: { zh: '活动', en: 'Campaign' },
  smallestChange: { zh: '只差：{clauses}', en: 'It only lacks: {clauses}' },
  frees: { zh: '{time} 起可以', en: 'possible from {time}' },
  wrong: { zh: '草稿本身有误，先在“编辑”里改正：', en: 'The draft itself is wrong; mend it under Edit first:' },
});
