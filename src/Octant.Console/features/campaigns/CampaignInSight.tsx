import type { UseQueryResult } from '@tanstack/react-query';
import { Card } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ProblemError } from '../../api/problem';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { texts } from './detail.texts';

/** Shows a campaign to whoever may see it. One that is not there, and one of another part of the organisation, look the same from outside. */
export function CampaignInSight<T>({ query, children }: { readonly query: UseQueryResult<T>; readonly children: (known: T) => ReactNode }) {
  const t = useTexts(texts);
  if (!(query.error instanceof ProblemError && query.error.status === 404)) {
    return <Answered query={query}>{children}</Answered>;
  }

  return (
    <Page title={t('outOfSight')}>
      <Card>
        <Empty title={t('outOfSightTitle')} action={<Link to="/campaigns">{t('toCampaigns')}</Link>}>
          {t('outOfSightDetail')}
        </Empty>
      </Card>
    </Page>
  );
}
