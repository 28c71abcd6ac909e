import { Button, Segmented } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { ChannelView } from './ChannelView';
import { CustomerView } from './CustomerView';
import styles from './matching.module.css';
import { ProductView } from './ProductView';
import { texts } from './texts';

const views = ['product', 'channel', 'customer'] as const;
type View = (typeof views)[number];

/** Customer, product and channel, seen by each of the three who work with it. */
export default function MatchingPage() {
  const t = useTexts(texts);
  const [address, setAddress] = useSearchParams();
  const view = views.find((one) => one === address.get('view')) ?? 'product';
  return (
    <Page
      title={t('title')}
      detail={t('detail')}
      actions={
        <Link to="/product-clusters">
          <Button tabIndex={-1}>{t('clusters')}</Button>
        </Link>
      }
    >
      <div className={styles.page}>
        <div className={styles.views}>
          <Segmented<View>
            aria-label={t('view')}
            value={view}
            onChange={(chosen) => {
              setAddress(chosen === 'product' ? {} : { view: chosen });
            }}
            options={views.map((value) => ({ value, label: t(`view.${value}`) }))}
          />
        </div>
        {view === 'product' ? <ProductView /> : view === 'channel' ? <ChannelView /> : <CustomerView />}
      </div>
    </Page>
  );
}
