import { expect, it } from 'vitest';
import { smsLength } from './smsLength';

it.each([
  ['', 'GSM-7', 0, 0, 160],
  ['a'.repeat(160), 'GSM-7', 160, 1, 0],
  ['a'.repeat(161), 'GSM-7', 161, 2, 145],
  ['a'.repeat(306), 'GSM-7', 306, 2, 0],
  ['a'.repeat(307), 'GSM-7', 307, 3, 152],
  ['€'.repeat(80), 'GSM-7', 160, 1, 0],
  ['流'.repeat(70), 'UCS-2', 70, 1, 0],
  ['流'.repeat(71), 'UCS-2', 71, 2, 63],
  ['a'.repeat(100) + '流', 'UCS-2', 101, 2, 33],
] as const)('counts %s', (text, alphabet, units, segments, left) => {
  expect(smsLength(text)).toMatchObject({ alphabet, units, segments, left });
});

it('does not tear an extended character or a surrogate pair apart', () => {
  // 152 septets and a € do not fit into 153; the € begins the second segment.
  expect(smsLength('a'.repeat(152) + '€' + 'a'.repeat(151))).toMatchObject({ alphabet: 'GSM-7', units: 305, segments: 2, left: 0 });
  expect(smsLength('流'.repeat(66) + '😀' + '流'.repeat(65))).toMatchObject({ alphabet: 'UCS-2', units: 133, segments: 2, left: 0 });
});
