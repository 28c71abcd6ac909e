import { LogoutOutlined, MenuOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Drawer, Dropdown } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { groups, screens } from '../../features/screens';
import { usePermission, useSession, useSessionActions } from '../../features/session/session';
import { LanguageSwitch } from '../language/LanguageSwitch';
import { useName, useTexts } from '../language/LanguageProvider';
import { Brand } from './Brand';
import { Icon } from './Icon';
import styles from './layout.module.css';
import { texts } from './texts';

/** What stands around every page: the way to the others, who one is, and the language. */
export function Shell() {
  const t = useTexts(texts);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const { pathname } = useLocation();
  const { keepLanguage } = useSessionActions();
  const main = useRef<HTMLElement>(null);
  const before = useRef(pathname);
  useEffect(() => {
    // Who uses a keyboard or a screen reader starts at the new page, not again at the navigation.
    if (before.current !== pathname) {
      before.current = pathname;
      main.current?.focus({ preventScroll: true });
      globalThis.scrollTo(0, 0);
    }
  }, [pathname]);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t('skip')}
      </a>
      <div className={styles.side}>
        <Navigation withBrand />
      </div>
      <div>
        <header className={styles.head}>
          <Button
            className={styles.toMenu ?? ''}
            type="text"
            icon={<MenuOutlined aria-hidden />}
            aria-label={t('openMenu')}
            onClick={() => {
              setMenuOpen(true);
            }}
          />
          <Whereabouts />
          <div className={styles.headEnd}>
            <LanguageSwitch
              onChosen={(language) => {
                void keepLanguage(language);
              }}
            />
            <Account />
          </div>
        </header>
        <main id="content" className={styles.main} tabIndex={-1} ref={main}>
          <Outlet />
        </main>
      </div>
      <Drawer
        open={isMenuOpen}
        placement="left"
        size={280}
        title={<Brand />}
        styles={{ body: { padding: 0 }, section: { background: 'var(--night)' }, header: { border: 0 }, close: { color: '#fff' } }}
        onClose={() => {
          setMenuOpen(false);
        }}
      >
        <Navigation
          onChosen={() => {
            setMenuOpen(false);
          }}
        />
      </Drawer>
    </div>
  );
}

function Navigation({ withBrand = false, onChosen }: { readonly withBrand?: boolean; readonly onChosen?: () => void }) {
  const t = useTexts(texts);
  const name = useName();
  const permits = usePermission();
  return (
    <nav className={styles.groups} aria-label={t('navigation')}>
      {withBrand && <Brand />}
      {Object.entries(groups).map(([group, title]) => {
        const inside = screens.filter((screen) => screen.group === group && permits(screen.scope));
        return (
          inside.length > 0 && (
            <div key={group}>
              <p className={styles.groupTitle}>{name(title)}</p>
              <ul className={styles.list}>
                {inside.map((screen) => (
                  <li key={screen.path}>
                    <NavLink to={`/${screen.path}`} className={({ isActive }) => (isActive ? styles.itemHere : styles.item)} {...(onChosen ? { onClick: onChosen } : {})}>
                      {screen.icon && <Icon name={screen.icon} />}
                      {name(screen.label)}
                    </NavLink>
                  </li>
                ))}
              </ul>
            </div>
          )
        );
      })}
    </nav>
  );
}

/** The part of the organisation that everything shown is about. */
function Whereabouts() {
  const t = useTexts(texts);
  const name = useName();
  const { organisation } = useSession();
  return <span className={styles.where}>{organisation ? organisation.units.map((unit) => name(unit.name)).join(' › ') || organisation.path : t('wholeOrganisation')}</span>;
}

function Account() {
  const t = useTexts(texts);
  const name = useName();
  const session = useSession();
  const { signOut } = useSessionActions();
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: [
          {
            key: 'who',
            disabled: true,
            label: (
              <span className={styles.person}>
                <strong>{session.name}</strong>
                <span className={styles.personDetail}>{[session.staffNumber, ...session.roles.map((role) => name(role.name))].filter(Boolean).join(' · ')}</span>
              </span>
            ),
          },
          { type: 'divider' },
          {
            key: 'out',
            icon: <LogoutOutlined aria-hidden />,
            label: t('signOut'),
            onClick: () => {
              void signOut();
            },
          },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined aria-hidden />} aria-label={t('account', { name: [session.staffNumber, session.name].filter(Boolean).join(' ') })}>
        {session.staffNumber ?? session.name}
      </Button>
    </Dropdown>
  );
}
