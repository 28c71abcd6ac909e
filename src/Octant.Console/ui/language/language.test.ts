import { expect, it } from 'vitest';
import { render } from './language';

it('fills in places and takes the form for the number', () => {
  const text = { zh: '{count} 位客户', en: { one: '{count} customer', other: '{count} customers' } };
  expect(render(text, 'zh', { count: 3 })).toBe('3 位客户');
  expect(render(text, 'en', { count: 1 })).toBe('1 customer');
  expect(render(text, 'en', { count: '1,234' })).toBe('1,234 customers');
});
