interface Corner {
  readonly latitude: number;
  readonly longitude: number;
}

/** Corners as people write them, one a line. */
export function writeCorners(corners: readonly Corner[]): string {
  return corners.map(({ latitude, longitude }) => `${String(latitude)}, ${String(longitude)}`).join('\n');
}

/** Null where a line is no place, or there are fewer than three. */
export function readCorners(text: string): Corner[] | null {
  const corners = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => line.split(/[,\s，]+/).map(Number));
  return corners.length >= 3 && corners.every((corner) => corner.length === 2 && corner.every(Number.isFinite))
    ? corners.map(([latitude = 0, longitude = 0]) => ({ latitude, longitude }))
    : null;
}
