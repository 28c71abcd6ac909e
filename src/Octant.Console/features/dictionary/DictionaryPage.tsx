import { Button, Card, Tabs } from 'antd';
import { useSearchParams } from 'react-router';
import { useState, type ComponentType } from 'react';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { usePermission, useSession } from '../session/session';
import { AreaDrawer } from './AreaDrawer';
import { AttributeDrawer, ContextFieldDrawer, EventSourceDrawer } from './FieldDrawers';
import { EventTypeDrawer } from './EventTypeDrawer';
import { AreaTable, AttributeTable, ContextFieldTable, EventSourceTable, EventTypeTable, type TableProps } from './tables';
import styles from './dictionary.module.css';
import { texts } from './texts';

export interface DrawerProps {
  /** Null for a new one. */
  readonly id: string | null;
  readonly onClosed: () => void;
}

const parts = {
  attributes: [AttributeTable, AttributeDrawer],
  eventTypes: [EventTypeTable, EventTypeDrawer],
  eventSources: [EventSourceTable, EventSourceDrawer],
  contextFields: [ContextFieldTable, ContextFieldDrawer],
  areas: [AreaTable, AreaDrawer],
} as const satisfies Record<string, readonly [ComponentType<TableProps>, ComponentType<DrawerProps>]>;

type Part = keyof typeof parts;

const partNames = Object.keys(parts) as Part[];

export default function DictionaryPage() {
  const t = useTexts(texts);
  const isWhole = useSession().entitlements.wholeOrganisation;
  const mayChange = usePermission()('dictionary:write') && isWhole;
  const [search, setSearch] = useSearchParams();
  const [edited, setEdited] = useState<{ readonly id: string | null } | null>(null);
  const part = partNames.find((name) => name === search.get('part')) ?? 'attributes';
  const [, Drawer] = parts[part];
  return (
    <Page
      title={t('title')}
      detail={t('detail')}
      actions={
        mayChange && (
          <Button
            type="primary"
            onClick={() => {
              setEdited({ id: null });
            }}
          >
            {t(`new.${part}`)}
          </Button>
        )
      }
    >
      <Card>
        <Tabs
          className={styles.tabs ?? ''}
          activeKey={part}
          onChange={(chosen) => {
            setSearch({ part: chosen }, { replace: true });
          }}
          destroyOnHidden
          items={partNames.map((name) => {
            const [Table] = parts[name];
            return {
              key: name,
              label: t(`part.${name}`),
              children: (
                <Table
                  mayChange={mayChange}
                  onOpen={(id) => {
                    setEdited({ id });
                  }}
                />
              ),
            };
          })}
        />
      </Card>
      {edited !== null && (
        <Drawer
          id={edited.id}
          onClosed={() => {
            setEdited(null);
          }}
        />
      )}
    </Page>
  );
}
