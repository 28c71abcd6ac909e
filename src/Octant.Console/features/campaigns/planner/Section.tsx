import { Card, Collapse } from 'antd';
import type { ReactNode } from 'react';
import styles from './planner.module.css';

interface SectionProps {
  readonly number: number;
  readonly title: string;
  /** What is to be said here, in a sentence. */
  readonly detail: string;
  readonly children: ReactNode;
}

/** One step of the form. */
export function Section({ number, title, detail, children }: SectionProps) {
  return (
    <section aria-label={title}>
      <Card>
        <div className={styles.sectionHead}>
          <span className={styles.number} aria-hidden>
            {number}
          </span>
          <div>
            <h2 className={styles.sectionTitle}>{title}</h2>
            <p className={styles.note}>{detail}</p>
          </div>
        </div>
        {children}
      </Card>
    </section>
  );
}

/** What most planners leave as it is. Its fields stay in the form while it is closed. */
export function More({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return <Collapse ghost size="small" className={styles.more ?? ''} items={[{ key: 'more', label: title, children, forceRender: true }]} />;
}
