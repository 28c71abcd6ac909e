import { useEffect, type ReactNode } from 'react';
import styles from './layout.module.css';

interface PageProps {
  readonly title: string;
  /** One sentence on what the page is for. */
  readonly detail?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every page: its one first-level heading, its name in the browser's tab, what can be done on it. */
export function Page({ title, detail, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Octant`;
  }, [title]);
  return (
    <>
      <div className={styles.pageHead}>
        <div>
          <h1 className={styles.pageTitle}>{title}</h1>
          {detail !== undefined && <div className={styles.pageDetail}>{detail}</div>}
        </div>
        {actions !== undefined && <div className={styles.pageActions}>{actions}</div>}
      </div>
      {children}
    </>
  );
}
