import { defineTexts } from '../../ui/language/language';

export const texts = defineTexts({
  title: { zh: '产品聚类', en: 'Product clusters' },
  detail: { zh: '用途相近的产品归为一类；拥有其一的客户是其余产品的潜在客户', en: 'Offerings that serve the same purpose; a customer of one is a prospect for the others' },
  cluster: { zh: '聚类', en: 'Cluster' },
  newCluster: { zh: '新建聚类', en: 'New cluster' },
  clusterDetail: { zh: '产品在自己的属性里选择所属聚类。', en: 'An offering names its cluster among its own properties.' },
  none: { zh: '没有聚类', en: 'No cluster' },
  noneDetail: { zh: '新建一个聚类。', en: 'Make one.' },
  section: { zh: '聚类', en: 'The cluster' },
  'field.name.zh': { zh: '中文名称', en: 'Name in Chinese' },
  'field.name.en': { zh: '英文名称', en: 'Name in English' },
  'field.dimension': { zh: '维度', en: 'Dimension' },
  'field.behaviour': { zh: '行为条件（表达式）', en: 'Behaviour (an expression)' },
  'dimension.service': { zh: '服务：用途相近', en: 'Service: like purpose' },
  'dimension.access': { zh: '接入：产品相近', en: 'Access: like products' },
  'dimension.need': { zh: '需求：行为相近', en: 'Need: by behaviour' },
  'hint.behaviour': { zh: '例如 customer.roamingDays >= 3；符合者即使没有同类产品也是潜在客户', en: 'For example customer.roamingDays >= 3; whoever it holds for is a prospect without owning any of it' },
});
