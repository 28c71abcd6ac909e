import { Card } from 'antd';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Empty } from '../../ui/states/Empty';
import { Finder } from './Finder';
import { texts } from './texts';

/** Where one begins: by number or by id. */
export default function CustomersPage() {
  const t = useTexts(texts);
  return (
    <Page title={t('title')} detail={t('detail')} actions={<Finder />}>
      <Card>
        <Empty title={t('begin')}>{t('beginDetail')}</Empty>
      </Card>
    </Page>
  );
}
