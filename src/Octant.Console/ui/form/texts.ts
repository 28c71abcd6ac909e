import { defineTexts } from '../language/language';

export const texts = defineTexts({
  missing: { zh: '请填写', en: 'Fill this in' },
  'unit.days': { zh: '天', en: 'days' },
  'unit.hours': { zh: '小时', en: 'hours' },
  'unit.minutes': { zh: '分钟', en: 'minutes' },
  'unit.seconds': { zh: '秒', en: 'seconds' },
  unit: { zh: '时间单位', en: 'Unit of time' },
  from: { zh: '开始', en: 'From' },
  to: { zh: '结束', en: 'To' },
  onDays: { zh: '星期', en: 'On' },
  everyDay: { zh: '每天', en: 'Every day' },
  add: { zh: '添加', en: 'Add' },
  remove: { zh: '删除此项', en: 'Remove' },
  'day.monday': { zh: '周一', en: 'Monday' },
  'day.tuesday': { zh: '周二', en: 'Tuesday' },
  'day.wednesday': { zh: '周三', en: 'Wednesday' },
  'day.thursday': { zh: '周四', en: 'Thursday' },
  'day.friday': { zh: '周五', en: 'Friday' },
  'day.saturday': { zh: '周六', en: 'Saturday' },
  'day.sunday': { zh: '周日', en: 'Sunday' },
});
