import { useCallback } from 'react';
import { isPresent } from '../../api/present';
import { useFormat } from '../../ui/format/useFormat';
import { isMoney, type FigureId, type FigureSet } from './figures';

/** A figure as it is written: money with two decimals, a dash where it is not counted. */
export function useFigure(): (figures: FigureSet, figure: FigureId) => string {
  const format = useFormat();
  return useCallback(
    (figures, figure) => {
      const value = figures[figure];
      return !isPresent(value) ? '–' : isMoney(figure) ? format.money(value) : format.number(value);
    },
    [format],
  );
}
