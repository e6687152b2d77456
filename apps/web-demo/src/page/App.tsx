import { useErrorBoundary } from 'preact/hooks';
import { Breakdown } from './Breakdown.js';
import { Drop } from './digits/Drop.js';
import { Path } from './learn/Path.js';
import { Masthead } from './Masthead.js';
import { RestLater } from './RestLater.js';
import { Stage } from './stage/Stage.js';

/** The page from top to bottom: a network to draw for, one to teach, what it gets wrong, and what to take along. */
export function App() {
  const [error] = useErrorBoundary();
  if (error !== undefined) return <Breakdown error={error} />;
  return (
    <>
      <Masthead />
      <main>
        <Stage />
        <RestLater />
      </main>
      <Path />
      <Drop />
    </>
  );
}
