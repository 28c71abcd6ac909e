import { defineTexts } from '../../../ui/language/language';

export const texts = defineTexts({
  title: { zh: '批次进度', en: 'Batch' },
  due: { zh: '定于 {time} 开始', en: 'Due {time}' },
  progress: { zh: '已处理 {done} / {audience} 位客户', en: '{done} of {audience} customers have had their turn' },
  completedAt: { zh: '完成于 {time}', en: 'through at {time}' },
  'state.waiting': { zh: '等待', en: 'Waiting' },
  'state.running': { zh: '进行中', en: 'Running' },
  'state.paused': { zh: '已暂停', en: 'Paused' },
  'state.completed': { zh: '已完成', en: 'Through' },
  'state.ended': { zh: '已结束', en: 'Ended' },
});
