import { defineTexts } from '../language/language';

export const texts = defineTexts({
  'span.days': { zh: '{count} 天', en: { one: '{count} day', other: '{count} days' } },
  'span.hours': { zh: '{count} 小时', en: { one: '{count} hour', other: '{count} hours' } },
  'span.minutes': { zh: '{count} 分钟', en: { one: '{count} minute', other: '{count} minutes' } },
  'span.seconds': { zh: '{count} 秒', en: { one: '{count} second', other: '{count} seconds' } },
});
