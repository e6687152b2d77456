import { PathOpener } from './learn/Path.js';

export function Masthead() {
  return (
    <header class="masthead">
      <a class="brand" href="#stage-title">
        Neutype
      </a>
      <nav aria-label="Parts of this page">
        <a href="#draw-title">Draw</a>
        <a href="#teach-title">Teach</a>
        <a href="#results-title">Mistakes</a>
        <a href="#take-title">Take along</a>
      </nav>
      <PathOpener />
    </header>
  );
}
