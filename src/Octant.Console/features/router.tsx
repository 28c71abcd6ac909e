import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate } from 'react-router';
import { Shell } from '../ui/layout/Shell';
import { BrokenPage, NoSuchPage } from '../ui/states/BrokenPage';
import { Failure } from '../ui/states/Failure';
import { Loading } from '../ui/states/Loading';
import { ProblemError } from '../api/problem';
import { screens, type Screen } from './screens';
import { usePermission } from './session/session';

/** Every screen below the shell, each loaded when it is first opened, each with an error boundary of its own. */
export function createConsoleRouter() {
  return createBrowserRouter([
    {
      element: <Shell />,
      errorElement: <BrokenPage />,
      HydrateFallback: Loading,
      children: [
        { index: true, element: <FirstScreen /> },
        ...screens.map((screen) => ({
          path: screen.path,
          errorElement: <BrokenPage />,
          lazy: async () => {
            const { default: Content } = await screen.page();
            return { element: <Permitted screen={screen} Content={Content} /> };
          },
        })),
        { path: '*', element: <NoSuchPage /> },
      ],
    },
  ]);
}

/** The first screen of the navigation that the person may see. */
function FirstScreen() {
  const permits = usePermission();
  const first = screens.find((screen) => screen.group !== undefined && permits(screen.scope));
  return first === undefined ? <NoSuchPage /> : <Navigate to={`/${first.path}`} replace />;
}

function Permitted({ screen, Content }: { readonly screen: Screen; readonly Content: ComponentType }) {
  const permits = usePermission();
  return permits(screen.scope) ? <Content /> : <Failure error={new ProblemError(403, screen.scope)} />;
}
