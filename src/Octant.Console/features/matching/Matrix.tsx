import { Tooltip } from 'antd';
import { useState, type KeyboardEvent } from 'react';
import { useTexts } from '../../ui/language/LanguageProvider';
import type { Channel } from '../channels/channels';
import type { MatchingRow } from './matching';
import styles from './matching.module.css';
import { texts } from './texts';
import { useMatchingWords } from './useMatchingWords';
import { drawings, type FitVerdict } from './Verdict';

interface MatrixProps {
  readonly rows: readonly MatchingRow[];
  readonly channels: readonly Channel[];
  /** The others step back; null: none does. */
  readonly only: FitVerdict | null;
  readonly onOpen: (offering: string, channel: string) => void;
}

/** In pixels, of a column. */
const narrowest = 66;

const steps: Readonly<Record<string, readonly [number, number]>> = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

/** A grid with one stop for the tabulator: arrow keys move within it, and every cell says its verdict and why. */
export function Matrix({ rows, channels, only, onOpen }: MatrixProps) {
  const t = useTexts(texts);
  const words = useMatchingWords();
  const [[row, column], setHere] = useState<readonly [number, number]>([0, 0]);
  const move = (event: KeyboardEvent<HTMLTableElement>) => {
    const step = steps[event.key];
    if (step === undefined && event.key !== 'Home' && event.key !== 'End') {
      return;
    }

    event.preventDefault();
    const last = channels.length - 1;
    const [down, right] = step ?? [0, 0];
    const next = [
      Math.min(Math.max(row + down, 0), rows.length - 1),
      event.key === 'Home' ? 0 : event.key === 'End' ? last : Math.min(Math.max(column + right, 0), last),
    ] as const;
    setHere(next);
    event.currentTarget.querySelector<HTMLButtonElement>(`[data-place="${next.join('-')}"]`)?.focus();
  };
  return (
    <div className={styles.scroll}>
      {/* A table that is walked cell by cell is a grid (ARIA Authoring Practices, data grid); the rule knows of none. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role */}
      <table className={styles.matrix} style={{ minWidth: 130 + channels.length * narrowest }} role="grid" aria-label={t('matrix')} onKeyDown={move}>
        <thead>
          <tr>
            <th scope="col" className={styles.corner}>
              {t('offering')}
            </th>
            {channels.map((channel) => (
              <th key={channel.id} scope="col">
                {channel.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((offering, down) => (
            <tr key={offering.offering} data-offering={offering.offering}>
              <th scope="row">
                <span className={`${styles.tier ?? ''} ${styles[`tier-${offering.tier ?? 'ordinary'}`] ?? ''}`}>{words.tier(offering.tier ?? 'ordinary')}</span>
                {offering.name}
              </th>
              {channels.map((channel, right) => {
                const cell = offering.cells.find((one) => one.channel === channel.id);
                if (cell === undefined) {
                  return <td key={channel.id} role="gridcell" />;
                }

                const Drawing = drawings[cell.verdict];
                const said = t('cell', {
                  offering: offering.name,
                  channel: channel.name,
                  verdict: words.verdict(cell.verdict),
                  reason: words.reason(cell.property),
                });
                const isHere = Math.min(row, rows.length - 1) === down && Math.min(column, channels.length - 1) === right;
                return (
                  <td key={channel.id} role="gridcell">
                    <Tooltip title={said} trigger={['hover', 'focus']} mouseEnterDelay={0.05}>
                      <button
                        type="button"
                        tabIndex={isHere ? 0 : -1}
                        data-place={`${down}-${right}`}
                        data-channel={channel.id}
                        data-verdict={cell.verdict}
                        aria-label={said}
                        className={`${styles.cell ?? ''} ${styles[`cell-${cell.verdict}`] ?? ''} ${only !== null && only !== cell.verdict ? (styles.back ?? '') : ''}`}
                        onFocus={() => {
                          setHere([down, right]);
                        }}
                        onClick={() => {
                          onOpen(offering.offering, channel.id);
                        }}
                      >
                        <Drawing aria-hidden />
                      </button>
                    </Tooltip>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
