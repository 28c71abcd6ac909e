import { defineTexts } from '../../ui/language/language';

export const texts = defineTexts({
  'each.day': { zh: '每天 {time}', en: 'every day at {time}' },
  'each.week': { zh: '每{weekday} {time}', en: 'every {weekday} at {time}' },
  'each.month': { zh: '每月 {day} 日 {time}', en: 'on day {day} of every month at {time}' },
  'every.day': { zh: '每 {count} 天 {time}', en: 'every {count} days at {time}' },
  'every.week': { zh: '每 {count} 周，{weekday} {time}', en: 'every {count} weeks on {weekday} at {time}' },
  'every.month': { zh: '每 {count} 个月，{day} 日 {time}', en: 'on day {day} of every {count} months at {time}' },
  goesOut: { zh: '{first} 至 {last} 发送 {count} 次', en: 'Goes out {count} times from {first} to {last}' },
  goesOutOnce: { zh: '发送 1 次：{time}', en: 'Goes out once, {time}' },
  goesOutNever: { zh: '静默时段与渠道开放时间使它无法在有效期内发出', en: 'Quiet hours and opening hours leave it no time to go out while it is valid' },
  eachTime: { zh: '每次发送', en: 'Each time' },
  period: { zh: '全期 {count} 次', en: 'All {count} times' },
  contacts: { zh: '接触', en: 'Contacts' },
  responders: { zh: '响应客户', en: 'Customers who respond' },
  cost: { zh: '成本（元）', en: 'Cost' },
  revenue: { zh: '收入（元）', en: 'Revenue' },
  atMost: { zh: '最多 {value}', en: 'up to {value}' },
  range: { zh: '{low} 至 {high}', en: '{low} to {high}' },
  assumption: {
    zh: '每位客户最多接触 {count} 次，响应只计一次：少则只有第一次有人响应，多则每次接触都有 {rate} 的未响应客户响应。客户群按现在的人数；其他活动占用的频次与拒绝后的冷静期会使接触更少。',
    en: 'At most {count} contacts a customer, and who responds counts once: at the least only at the first contact, at the most {rate} of the others at each one. The audience is taken as it is now; other campaigns and rests after a no leave fewer contacts.',
  },
  capped: { zh: '频次上限使每位客户在 {times} 次中最多接触 {count} 次。', en: 'Caps let {count} of {times} times reach the same customer.' },
  budgetSpent: { zh: '预算在全部发送完成前用完。', en: 'The budget is spent before all are through.' },
});
