import { defineTexts } from '../../ui/language/language';

export const texts = defineTexts({
  title: { zh: '营销案', en: 'Promotions' },
  detail: { zh: '产品上的优惠方案，含合约期与互斥关系', en: 'Priced schemes on offerings, with contract terms and exclusions' },
  promotion: { zh: '营销案', en: 'Promotion' },
  newPromotion: { zh: '新建营销案', en: 'New promotion' },
  promotionDetail: { zh: '客户在合约期内不能更换主套餐，也不能再办其他合约类营销案。', en: 'Until its contract term has passed, customers change no main plan and take no other locking promotion.' },
  none: { zh: '还没有营销案', en: 'No promotion yet' },
  noneDetail: { zh: '新建第一个营销案。', en: 'Make the first one.' },
  section: { zh: '营销案', en: 'The scheme' },
  'field.name': { zh: '名称', en: 'Name' },
  'field.offerings': { zh: '适用产品', en: 'Offerings' },
  'field.price': { zh: '优惠价（元）', en: 'Price' },
  'field.lockInMonths': { zh: '合约期（月）', en: 'Contract term (months)' },
  'field.validFrom': { zh: '生效时间', en: 'Valid from' },
  'field.validTo': { zh: '失效时间', en: 'Valid to' },
  'field.excludes': { zh: '互斥营销案', en: 'Excludes' },
  'hint.excludes': { zh: '双向生效；可填尚未创建的编号', en: 'Holds both ways; may name what is yet to come' },
  'hint.lockIn': { zh: '0 为无合约', en: '0: no contract' },
});
