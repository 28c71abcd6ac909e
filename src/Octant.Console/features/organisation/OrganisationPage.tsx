import { Button, Card, Tabs } from 'antd';
import { useState } from 'react';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { useUnitTree, type UnitNode } from '../administration/units';
import { usePermission, useSession } from '../session/session';
import { LevelsTable } from './LevelsTable';
import { MoveModal } from './MoveModal';
import { texts } from './texts';
import { UnitDrawer, type EditedUnit } from './UnitDrawer';
import { UnitTable } from './UnitTable';

export default function OrganisationPage() {
  const t = useTexts(texts);
  const mayChange = usePermission()('organisation:write');
  const isWhole = useSession().entitlements.wholeOrganisation;
  const tree = useUnitTree();
  const [edited, setEdited] = useState<EditedUnit | null>(null);
  const [moving, setMoving] = useState<UnitNode | null>(null);
  return (
    <Page
      title={t('title')}
      detail={t('detail')}
      actions={
        mayChange &&
        isWhole && (
          <Button
            type="primary"
            onClick={() => {
              setEdited({ parent: null });
            }}
          >
            {t('newTop')}
          </Button>
        )
      }
    >
      <Card>
        <Tabs
          items={[
            {
              key: 'units',
              label: t('units'),
              children: (
                <Answered query={tree} rows={8}>
                  {(units) => <UnitTable units={units} mayChange={mayChange} onEdit={setEdited} onMove={setMoving} />}
                </Answered>
              ),
            },
            { key: 'levels', label: t('levels'), children: <LevelsTable /> },
          ]}
        />
      </Card>
      {edited !== null && (
        <UnitDrawer
          edited={edited}
          onClosed={() => {
            setEdited(null);
          }}
        />
      )}
      {moving !== null && (
        <MoveModal
          unit={moving}
          onClosed={() => {
            setMoving(null);
          }}
        />
      )}
    </Page>
  );
}
