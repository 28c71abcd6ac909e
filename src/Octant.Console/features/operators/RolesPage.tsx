import { CheckOutlined, MinusOutlined } from '@ant-design/icons';
import { Button, Card, Table, Tabs, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useFormat } from '../../ui/format/useFormat';
import { Page } from '../../ui/layout/Page';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import administration from '../administration/administration.module.css';
import { usePermission } from '../session/session';
import { useOperators, useRoles, type Role } from './operators';
import styles from './operators.module.css';
import { RoleDrawer } from './RoleDrawer';
import { texts } from './roles.texts';
import { groupNames, scopeGroups, type Scope } from './scopes';
import { texts as scopeTexts } from './scopes.texts';

export default function RolesPage() {
  const t = useTexts(texts);
  const mayChange = usePermission()('admin');
  const roles = useRoles();
  const operators = useOperators();
  const [edited, setEdited] = useState<{ readonly id: string | null } | null>(null);
  const peopleIn = (role: string) => operators.data?.filter((operator) => operator.roles.includes(role)).length ?? 0;
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
            {t('new')}
          </Button>
        )
      }
    >
      <Card>
        <Answered query={roles} rows={8}>
          {(items) => (
            <Tabs
              items={[
                {
                  key: 'list',
                  label: t('list'),
                  children: (
                    <RoleTable
                      roles={items}
                      peopleIn={peopleIn}
                      onOpen={(id) => {
                        setEdited({ id });
                      }}
                    />
                  ),
                },
                { key: 'matrix', label: t('matrix'), children: <Matrix roles={items} /> },
              ]}
            />
          )}
        </Answered>
      </Card>
      {edited !== null && (
        <RoleDrawer
          id={edited.id}
          people={edited.id === null ? 0 : peopleIn(edited.id)}
          onClosed={() => {
            setEdited(null);
          }}
        />
      )}
    </Page>
  );
}

function RoleTable({ roles, peopleIn, onOpen }: { readonly roles: readonly Role[]; readonly peopleIn: (role: string) => number; readonly onOpen: (id: string) => void }) {
  const t = useTexts(texts);
  const name = useName();
  const format = useFormat();
  const columns: TableColumnsType<Role> = [
    {
      title: t('name'),
      key: 'name',
      render: (_, role) => (
        <span className={administration.two}>
          <Button
            type="link"
            size="small"
            className={administration.open ?? ''}
            onClick={() => {
              onOpen(role.id);
            }}
          >
            {name(role.name)}
          </Button>
          <span className={administration.faint}>{role.id}</span>
        </span>
      ),
    },
    { title: t('permissions'), key: 'permissions', align: 'right', render: (_, role) => <span className="figure">{format.number(role.scopes.length)}</span> },
    { title: t('people'), key: 'people', align: 'right', render: (_, role) => <span className="figure">{format.number(peopleIn(role.id))}</span> },
  ];
  return <Table<Role> rowKey="id" columns={columns} dataSource={[...roles]} pagination={false} />;
}

/** What each role permits, side by side. */
function Matrix({ roles }: { readonly roles: readonly Role[] }) {
  const t = useTexts(texts);
  const scope = useTexts(scopeTexts);
  const name = useName();
  const rows = groupNames.flatMap((group) => [{ key: group, title: scope(`group.${group}`), scope: null }, ...scopeGroups[group].map((one: Scope) => ({ key: one, title: scope(`scope.${one}`), scope: one }))]);
  const columns: TableColumnsType<(typeof rows)[number]> = [
    {
      title: t('permission'),
      key: 'permission',
      width: 230,
      render: (_, row) => (row.scope === null ? <strong>{row.title}</strong> : row.title),
    },
    ...roles.map((role) => ({
      title: name(role.name),
      key: role.id,
      width: 110,
      align: 'center' as const,
      render: (_: unknown, row: (typeof rows)[number]) =>
        row.scope === null ? null : role.scopes.includes(row.scope) ? (
          <CheckOutlined className={styles.yes} aria-label={t('yes')} />
        ) : (
          <MinusOutlined className={styles.no} aria-label={t('no')} />
        ),
    })),
  ];
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- Reached by keyboard, so that the arrow keys move it.
    <section className={styles.matrix} aria-label={t('matrix')} tabIndex={0}>
      <Table rowKey="key" size="small" columns={columns} dataSource={rows} pagination={false} style={{ width: 230 + roles.length * 110 }} />
    </section>
  );
}
