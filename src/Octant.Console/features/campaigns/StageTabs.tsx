import { useEffect, useId, useRef, type ReactNode } from 'react';
import styles from './detail.module.css';

interface StageTabsProps<Stage extends string> {
  readonly stages: readonly { readonly key: Stage; readonly label: string }[];
  readonly active: Stage;
  readonly label: string;
  readonly onChange: (stage: Stage) => void;
  /** Of the active stage. */
  readonly children: ReactNode;
}

/** Steps of the loop as tabs (WAI-ARIA Authoring Practices, tabs with automatic activation); where they do not fit they scroll. */
export function StageTabs<Stage extends string>({ stages, active, label, onChange, children }: StageTabsProps<Stage>) {
  const id = useId();
  const tabs = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a telephone the active one may lie beyond the edge.
    const [list, tab] = [tabs.current, tabs.current?.querySelector<HTMLElement>('[aria-selected="true"]')];
    list?.scrollTo({ left: (tab?.offsetLeft ?? 0) - list.offsetLeft - (list.clientWidth - (tab?.clientWidth ?? 0)) / 2 });
  }, [active]);
  const go = (to: number) => {
    const stage = stages.at(to % stages.length);
    if (stage !== undefined) {
      onChange(stage.key);
      tabs.current?.querySelector<HTMLElement>(`[data-stage="${stage.key}"]`)?.focus();
    }
  };
  return (
    <>
      <div
        ref={tabs}
        role="tablist"
        aria-label={label}
        tabIndex={-1}
        className={styles.tabs}
        onKeyDown={(event) => {
          const here = stages.findIndex((stage) => stage.key === active);
          const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: stages.length - 1 }[event.key];
          if (to !== undefined) {
            event.preventDefault();
            go(to);
          }
        }}
      >
        {stages.map((stage, place) => (
          <button
            key={stage.key}
            type="button"
            role="tab"
            id={`${id}-${stage.key}`}
            data-stage={stage.key}
            aria-selected={stage.key === active}
            aria-controls={`${id}-panel`}
            tabIndex={stage.key === active ? 0 : -1}
            className={styles.tab}
            onClick={() => {
              onChange(stage.key);
            }}
          >
            <span className={styles.stepNumber} aria-hidden>
              {place + 1}
            </span>
            {stage.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${active}`} className={styles.panel}>
        {children}
      </div>
    </>
  );
}
