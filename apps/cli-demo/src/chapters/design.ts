import { input, type Network, relu, softmax } from '@neutype/layers';
import type { Output } from '../output/output.js';

/** The tutorial's network. */
export function design(output: Output): Network {
  output.say('784 pixels go in, pass two hidden layers, and come out as a probability for each digit.');
  output.code('const network = input(784).to(relu(500), relu(300), softmax(10));', 'network.toString()');
  const network = input(784).to(relu(500), relu(300), softmax(10));
  output.print(network.toString());
  return network;
}
