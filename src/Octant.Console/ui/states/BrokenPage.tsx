import { Button } from 'antd';
import { Link, isRouteErrorResponse, useRouteError } from 'react-router';
import { useTexts } from '../language/LanguageProvider';
import { Empty } from './Empty';
import styles from './states.module.css';
import { texts } from './texts';

/** In the place of a page that threw, or whose bundle could not be loaded; the rest of the console stays usable. */
export function BrokenPage() {
  const error = useRouteError();
  const t = useTexts(texts);
  if (isRouteErrorResponse(error) && error.status === 404) {
    return <NoSuchPage />;
  }

  return (
    <div className={styles.whole} role="alert">
      <Empty
        title={t('brokenTitle')}
        action={
          <Button
            type="primary"
            onClick={() => {
              globalThis.location.reload();
            }}
          >
            {t('reload')}
          </Button>
        }
      >
        {t('brokenDetail')}
      </Empty>
    </div>
  );
}

export function NoSuchPage() {
  const t = useTexts(texts);
  return (
    <div className={styles.whole}>
      <Empty title={t('notFoundTitle')} action={<Link to="/">{t('toBoard')}</Link>}>
        {t('notFoundDetail')}
      </Empty>
    </div>
  );
}
