import { expect, it } from 'vitest';
import { readCorners, writeCorners } from './corners';

it('Corners are read as they are written, however they are set apart', () => {
  const corners = [
    { latitude: 26.08, longitude: 119.29 },
    { latitude: 26.1, longitude: 119.3 },
    { latitude: 26.05, longitude: -119.31 },
  ];
  expect(readCorners(writeCorners(corners))).toEqual(corners);
  expect(readCorners('26.08 119.29\n\n26.1，119.3\n26.05,\t-119.31 ')).toEqual(corners);
});

it('Fewer than three corners, or what is no place, is nothing', () => {
  expect(readCorners('1, 2\n3, 4')).toBeNull();
  expect(readCorners('1, 2\n3, x\n5, 6')).toBeNull();
  expect(readCorners('1, 2\n3, 4, 5\n5, 6')).toBeNull();
});
