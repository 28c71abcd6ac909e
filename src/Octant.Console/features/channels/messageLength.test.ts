import { expect, it } from 'vitest';
import { messageLength } from './messageLength';

it('counts segments of the default alphabet', () => {
  expect(messageLength('')).toEqual({ units: 0, segments: 0, left: 160, isUnicode: false });
  expect(messageLength('a'.repeat(160))).toEqual({ units: 160, segments: 1, left: 0, isUnicode: false });
  expect(messageLength('a'.repeat(161))).toEqual({ units: 161, segments: 2, left: 145, isUnicode: false });
});

it('counts characters of the extension table twice', () => {
  expect(messageLength('10 €')).toMatchObject({ units: 5, segments: 1 });
  expect(messageLength('€'.repeat(81))).toMatchObject({ units: 162, segments: 2 });
});

it('counts code units as soon as one character is not of the alphabet', () => {
  expect(messageLength('流'.repeat(70))).toEqual({ units: 70, segments: 1, left: 0, isUnicode: true });
  expect(messageLength('流'.repeat(71))).toEqual({ units: 71, segments: 2, left: 63, isUnicode: true });
  expect(messageLength('a😀')).toMatchObject({ units: 3, segments: 1, isUnicode: true });
});
