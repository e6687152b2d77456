import type { Helper } from './translation.js';

/** What the printed code has at its top where it needs it. */
export const HELPERS: Readonly<Record<Helper | 'Apply', string>> = {
  Apply: `class Apply(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)`,

  Attention: `class Attention(nn.Module):
    """As nn.MultiheadAttention, with heads of any size."""

    def __init__(self, heads, features, sizes, dropout=0.0, bias=True):
        super().__init__()
        (query, key, value), (compared, taken) = features, sizes
        self.num_heads, self.dropout = heads, nn.Dropout(dropout)
        self.q_proj = nn.Linear(query, compared, bias)
        self.k_proj = nn.Linear(key, compared, bias)
        self.v_proj = nn.Linear(value, taken, bias)
        self.out_proj = nn.Linear(taken, query, bias)

    def forward(self, query, key, value, attn_mask=None, need_weights=False):
        def heads(x):
            return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)

        q, k, v = heads(self.q_proj(query)), heads(self.k_proj(key)), heads(self.v_proj(value))
        scores = q @ k.transpose(2, 3) / q.shape[-1] ** 0.5
        if attn_mask is not None:
            scores = scores.masked_fill(attn_mask.unflatten(0, (-1, self.num_heads)), float("-inf"))
        return (self.out_proj((self.dropout(scores.softmax(-1)) @ v).transpose(1, 2).flatten(2)),)`,

  attend: `def attend(module, query, key, value, causal=False, mask=None):
    """Attention that leaves out later steps and padding, whose features all equal mask."""
    hidden = torch.zeros(len(query), query.shape[1], key.shape[1], dtype=torch.bool, device=query.device)
    if causal:
        hidden = hidden | torch.ones_like(hidden[0]).triu(1)
    if mask is not None:
        hidden = hidden | (key == mask).all(-1).unsqueeze(1)
    nothing = hidden.all(-1, keepdim=True)
    attn_mask = (hidden & ~nothing).repeat_interleave(module.num_heads, 0)
    y = module(query, key, value, attn_mask=attn_mask, need_weights=False)[0]
    bias = module.out_proj.bias
    return torch.where(nothing, torch.zeros_like(y) if bias is None else bias, y)`,

  recur: `def recur(module, x, state, mask=None, cells=False):
    """All steps of a recurrent module. Its state stays over padding, whose features all equal mask."""
    state = state if isinstance(state, tuple) else (state,)
    steps = []
    for step in x.split(1, 1):
        new = module(step, state if len(state) > 1 else state[0])[1]
        new = new if isinstance(new, tuple) else (new,)
        if mask is not None:
            present = (step != mask).any(-1).unsqueeze(0)
            new = tuple(torch.where(present, after, before) for after, before in zip(new, state))
        state = new
        steps.append(torch.cat([part[0] for part in (state if cells else state[:1])], -1))
    return torch.stack(steps, 1)`,

  waves: `def waves(x, base):
    """Sines and cosines in turn, for each time step of x."""
    time, features = x.shape[1:]
    feature = torch.arange(features)
    angle = torch.arange(time).double().unsqueeze(1) / base ** ((feature - feature % 2).double() / features)
    return torch.where(feature % 2 == 0, angle.sin(), angle.cos()).to(x)`,
};
