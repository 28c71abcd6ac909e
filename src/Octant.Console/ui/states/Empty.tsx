import type { ReactNode } from 'react';
import styles from './states.module.css';

/** Where there is nothing yet: what would stand here, and how to get the first of it. */
export function Empty({ title, children, action }: { readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <svg width="72" height="56" viewBox="0 0 72 56" aria-hidden>
        <path d="M36 6 12 46a44 44 0 0 0 48 0Z" fill="#eaf1fc" stroke="#9dbcec" strokeWidth="2" strokeLinejoin="round" />
        <path d="M36 6v40" stroke="#ffb84d" strokeWidth="2" strokeLinecap="round" />
        <circle cx="36" cy="6" r="4" fill="#ffb84d" />
      </svg>
      <p className={styles.emptyTitle}>{title}</p>
      {children !== undefined && <div className={styles.emptyDetail}>{children}</div>}
      {action}
    </div>
  );
}
