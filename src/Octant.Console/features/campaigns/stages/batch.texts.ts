import { defineTexts } from '../../../ui/language/language';

export const texts = defineTexts({
  title: { zh: '批次进度', en: 'Batch' },
  due: { zh: '定于 {time} 开始', en: 'Due {time}' },
  progress: { zh: '已处理 {done} / {audience} 位客户', en: '{done} of {audience} customers have had their turn' },
  completedAt: { zh: '完成于 {time}', en: 'through at {time}' },
  next: { zh: '下一次 {time}', en: 'again {time}' },
  runs: { zh: '历次发送', en: 'Each time' },
  runsDetail: { zh: '接触、送达与接受按各次当天起、至下一次前一天止统计。', en: 'Contacts, sent and accepted are those of the days from each time up to the next.' },
  run: { zh: '时间', en: 'When' },
  turns: { zh: '处理 / 客户群', en: 'Turns of audience' },
  planned: { zh: '计划接触', en: 'Planned' },
  sent: { zh: '已送达', en: 'Sent' },
  accepted: { zh: '接受', en: 'Accepted' },
  cutOff: { zh: '未完成', en: 'cut off' },
  'state.waiting': { zh: '等待', en: 'Waiting' },
  'state.running': { zh: '进行中', en: 'Running' },
  'state.paused': { zh: '已暂停', en: 'Paused' },
  'state.completed': { zh: '已完成', en: 'Through' },
  'state.ended': { zh: '已结束', en: 'Ended' },
});
