import { defineTexts } from '../../ui/language/language';

export const texts = defineTexts({
  save: { zh: '保存', en: 'Save' },
  cancel: { zh: '取消', en: 'Cancel' },
  wholeOrganisation: { zh: '全部组织', en: 'Whole organisation' },
  unit: { zh: '时间单位', en: 'Unit of time' },
  'unit.D': { zh: '天', en: 'days' },
  'unit.H': { zh: '小时', en: 'hours' },
  'unit.M': { zh: '分钟', en: 'minutes' },
  'unit.S': { zh: '秒', en: 'seconds' },
  'span.D': { zh: '{count} 天', en: { one: '{count} day', other: '{count} days' } },
  'span.H': { zh: '{count} 小时', en: { one: '{count} hour', other: '{count} hours' } },
  'span.M': { zh: '{count} 分钟', en: { one: '{count} minute', other: '{count} minutes' } },
  'span.S': { zh: '{count} 秒', en: { one: '{count} second', other: '{count} seconds' } },
  search: { zh: '查找', en: 'Find' },
});
