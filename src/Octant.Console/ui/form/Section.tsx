import { Card } from 'antd';
import type { ReactNode } from 'react';
import styles from '../documents/documents.module.css';

/** Fields that belong together, under a heading. */
export function Section({ title, note, children }: { readonly title?: string; readonly note?: string; readonly children: ReactNode }) {
  return (
    <Card {...(title === undefined ? {} : { title: <h2 className={styles.sectionTitle}>{title}</h2> })}>
      {note !== undefined && <p className={styles.note}>{note}</p>}
      <div className={styles.grid}>{children}</div>
    </Card>
  );
}
