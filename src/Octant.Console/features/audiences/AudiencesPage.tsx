import { Card, Col, Row } from 'antd';
import { useState } from 'react';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Loading } from '../../ui/states/Loading';
import { usePermission } from '../session/session';
import { errorsIn, useCount, useSettled } from './audiences';
import { CountTile } from './CountTile';
import { useDictionary } from './dictionary';
import { ExpressionField } from './ExpressionField';
import { OverlapCard } from './OverlapCard';
import { ProfileCard } from './ProfileCard';
import { SampleCard } from './SampleCard';
import { SaveAudienceButton } from './SaveAudienceButton';
import { SaveButton } from './SaveButton';
import { SavedAudiencesCard } from './SavedAudiencesCard';
import { TargetListsCard } from './TargetListsCard';
import { texts } from './texts';
import { UploadButton } from './UploadButton';

export default function AudiencesPage() {
  const t = useTexts(texts);
  const permits = usePermission();
  const dictionary = useDictionary();
  const [expression, setExpression] = useState('');
  const settled = useSettled(expression);
  const count = useCount(settled);
  const errors = errorsIn(count.error);
  // What is below the number follows the last expression that compiles.
  const [known, setKnown] = useState('');
  if (count.isSuccess && !count.isPlaceholderData && known !== settled) {
    setKnown(settled);
  }

  const isRight = !count.isError && known === expression;
  return (
    <Page
      title={t('title')}
      detail={t('detail')}
      actions={
        permits('audiences:write') && (
          <>
            <UploadButton onUse={setExpression} />
            <SaveButton expression={expression} isRight={isRight} />
            <SaveAudienceButton expression={expression} isRight={isRight} />
          </>
        )
      }
    >
      {dictionary === null ? (
        <Card>
          <Loading />
        </Card>
      ) : (
        <Row gutter={[16, 16]}>
          <Col xs={24} xl={16}>
            <Card title={t('conditions')}>
              <ExpressionField value={expression} onChange={setExpression} errors={errors} dictionary={dictionary} />
            </Card>
          </Col>
          <Col xs={24} xl={8}>
            <CountTile count={count} />
          </Col>
          <Col xs={24}>
            <ProfileCard expression={known} attributes={dictionary.attributes} />
          </Col>
          <Col xs={24} xl={12}>
            <OverlapCard expression={known} />
          </Col>
          {permits('customers:read') && (
            <Col xs={24} xl={12}>
              <SampleCard expression={known} attributes={dictionary.attributes} />
            </Col>
          )}
          <Col xs={24}>
            <SavedAudiencesCard onOpen={setExpression} />
          </Col>
          <Col xs={24}>
            <TargetListsCard onOpen={setExpression} />
          </Col>
        </Row>
      )}
    </Page>
  );
}
