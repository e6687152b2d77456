import { describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/errors';
import {
  type ChartPanel,
  type LineMark,
  type Plot,
  PlotError,
  plotLearningRate,
  plotRangeTest,
  plotSchedule,
} from '../src/index.js';
import { warmRestarts } from './support/gallery.js';
import { textsOf } from './support/svg.js';

function panelOf(plot: Plot): ChartPanel {
  return plot.description.panels[0] as ChartPanel;
}

function line(plot: Plot, index = 0): LineMark {
  return panelOf(plot).marks[index] as LineMark;
}

describe('plotSchedule', () => {
  it('asks the schedule for every update, in the middle of epochs too', () => {
    const asked: { update: number; epoch: number }[] = [];
    const schedule = {
      name: 'halved',
      at: (moment: { update: number; epoch: number }) => {
        asked.push(moment);
        return 0.1 * 0.5 ** moment.epoch;
      },
    };
    const plot = plotSchedule(schedule, { epochs: 2, updatesPerEpoch: 2 });
    expect(asked).toEqual([
      { update: 0, epoch: 0 },
      { update: 1, epoch: 0.5 },
      { update: 2, epoch: 1 },
      { update: 3, epoch: 1.5 },
    ]);
    expect(line(plot)).toMatchObject({ x: [0, 1, 2, 3], y: asked.map(({ epoch }) => 0.1 * 0.5 ** epoch) });
    expect(plot.description.title).toBe('halved');
    expect(plot.description.summary).toBe(
      'The learning rate goes from 0.1 to 0.0354, between 0.0354 and 0.1.',
    );
  });

  it('is called by the code that makes the schedule, where it prints as that', () => {
    expect(plotSchedule(warmRestarts).description.title).toBe('warmRestarts(0.1, { epochs: 2, growth: 2 })');
  });

  it('draws a logarithmic axis on request', () => {
    expect(panelOf(plotSchedule(warmRestarts, { logY: true })).y.scale).toBe('log');
    expect(plotSchedule(warmRestarts, { logY: true }).toSvg()).not.toMatch(/NaN|Infinity/);
  });

  it('refuses what is no schedule, and values that cannot be meant', () => {
    expect(() => plotSchedule(0.1 as never)).toThrow(PlotError);
    expect(() => plotSchedule({ name: 'x' } as never)).toThrow('expected a schedule');
    expect(() => plotSchedule(warmRestarts, { epochs: 0 })).toThrow(OptionError);
    expect(() => plotSchedule(warmRestarts, { epoch: 3 } as never)).toThrow("Did you mean 'epochs'?");
  });
});

describe('plotLearningRate', () => {
  const history = {
    epochs: [
      { epoch: 1, step: 0.1 },
      { epoch: 2, step: 0.05 },
    ],
  };

  it('draws the learning rate of every epoch, of an optimizer or its history', () => {
    const plot = plotLearningRate(history);
    expect(line(plot)).toMatchObject({ x: [1, 2], y: [0.1, 0.05] });
    expect(panelOf(plot).x.label).toBe('Number of training epochs passed');
    expect(plotLearningRate({ history }).description).toEqual(plot.description);
  });

  it('draws that of every update, where they were recorded', () => {
    const plot = plotLearningRate({ steps: [0.3, 0.2, 0.1] });
    expect(line(plot)).toMatchObject({ x: [0, 1, 2], y: [0.3, 0.2, 0.1] });
    expect(panelOf(plot).x.label).toBe('Number of updates passed');
  });

  it('refuses what has no learning rates', () => {
    expect(() => plotLearningRate({ epochs: [] })).toThrow('Call optimizer.train(…) first.');
    expect(() => plotLearningRate({ steps: [] })).toThrow('expected at least one learning rate, got none');
    expect(() => plotLearningRate({} as never)).toThrow(PlotError);
    expect(() => plotLearningRate(null as never)).toThrow(PlotError);
  });
});

describe('plotRangeTest', () => {
  const test = {
    steps: [0.001, 0.01, 0.1, 1],
    losses: [2, 1.4, 1.1, 9],
    smoothed: [2, 1.5, 1, 4],
    suggestion: 0.01,
  };

  it('draws losses over a logarithmic axis, and marks the suggestion on the smoothed ones', () => {
    const plot = plotRangeTest(test);
    expect(panelOf(plot).x.scale).toBe('log');
    expect(line(plot, 2)).toMatchObject({ x: [0.01], y: [1.5], points: true });
    expect(textsOf(plot.toSvg())).toContain('Suggestion: 0.01');
    expect(plot.description.summary).toBe(
      'The loss of 4 updates with learning rates from 0.001 to 1: it falls fastest at 0.01.',
    );
  });

  it('leaves out losses that are farther above the first than the least is below it', () => {
    const plot = plotRangeTest(test);
    expect(line(plot, 0).y).toEqual([2, 1.4, 1.1, null]);
    expect(line(plot, 1).y).toEqual([2, 1.5, 1, null]);
  });

  it('does without a suggestion and without smoothed losses', () => {
    const plot = plotRangeTest({ steps: [1, 2], losses: [1, 3], suggestion: null });
    expect(panelOf(plot).marks).toHaveLength(2);
    expect(line(plot, 0).y).toEqual([1, 3]);
    expect(plot.description.summary).toContain('it does not fall');
  });

  it('refuses what is no range test', () => {
    expect(() => plotRangeTest({ steps: [1], losses: [] })).toThrow('expected as many losses as steps');
    expect(() => plotRangeTest({ steps: [], losses: [] })).toThrow(PlotError);
    expect(() => plotRangeTest({ losses: [1] } as never)).toThrow('what learningRateRangeTest gives');
  });
});
