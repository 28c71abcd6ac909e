import { isPresent } from '../../../api/present';
import type { components } from '../../../api/schema';

type Stage = Pick<components['schemas']['FunnelStage'], 'stage' | 'count'> & { readonly ofBefore?: number | null };

export interface FunnelLine {
  readonly stage: string;
  readonly count: number;
  /** Of the widest, in percent. */
  readonly width: number;
  /** Null for the first, and where nobody came through the stage before. */
  readonly ofBefore: number | null;
}

export function funnelLines(stages: readonly Stage[]): FunnelLine[] {
  const most = Math.max(1, ...stages.map((stage) => stage.count));
  return stages.map(({ stage, count, ofBefore }) => ({ stage, count, width: (100 * count) / most, ofBefore: isPresent(ofBefore) && Number.isFinite(ofBefore) ? ofBefore : null }));
}
