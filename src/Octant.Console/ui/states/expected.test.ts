import { expect, it } from 'vitest';
import { localise } from './expected';

it('says in Chinese what the server expected, with what differs from case to case', () => {
  expect(localise('a text of 1 to 200 characters', 'zh')).toBe('1 至 200 个字的文本');
  expect(localise('the id of an existing offering', 'zh')).toBe('已有的产品编号');
  expect(localise('a number from 0 to 1', 'zh')).toBe('0 到 1 之间的数');
  expect(localise('an attribute of the dictionary, or tags: Unknown attribute arpuu', 'zh')).toBe('字典中的属性，或 tags：未知属性 arpuu');
});

it('leaves what it does not know, and English, as it is', () => {
  expect(localise('a thing nobody has heard of', 'zh')).toBe('a thing nobody has heard of');
  expect(localise('a number from 0 to 1', 'en')).toBe('a number from 0 to 1');
});
