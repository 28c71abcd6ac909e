import { Skeleton } from 'antd';
import { useTexts } from '../language/LanguageProvider';
import { texts } from './texts';

/** In the place of what is still on its way. */
export function Loading({ rows = 4 }: { readonly rows?: number }) {
  const t = useTexts(texts);
  return (
    <div role="status" aria-live="polite">
      <span className="for-readers-only">{t('loading')}</span>
      <Skeleton active title={false} paragraph={{ rows }} aria-hidden />
    </div>
  );
}
