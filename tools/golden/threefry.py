"""Threefry-2x32-20 in Python integers, and the dropout mask made of it: independent of the TypeScript code.

Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011.
"""

ROTATIONS = (13, 15, 26, 6, 17, 29, 16, 24)
MASK = 0xFFFFFFFF


def threefry2x32(key, counter):
    keys = (*key, 0x1BD11BDA ^ key[0] ^ key[1])
    x0 = (counter[0] + keys[0]) & MASK
    x1 = (counter[1] + keys[1]) & MASK
    for turn in range(20):
        x0 = (x0 + x1) & MASK
        rotation = ROTATIONS[turn % 8]
        x1 = ((x1 << rotation) | (x1 >> (32 - rotation))) & MASK
        x1 ^= x0
        if turn % 4 == 3:
            injection = turn // 4 + 1
            x0 = (x0 + keys[injection % 3]) & MASK
            x1 = (x1 + keys[(injection + 1) % 3] + injection) & MASK
    return x0, x1


# The known answers of Random123.
assert threefry2x32((0, 0), (0, 0)) == (0x6B200159, 0x99BA4EFE)
assert threefry2x32((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3)) == (0xC4923A9C, 0x483DF7A0)


def dropout_mask(rate, key, counter, size):
    """0 or 1 / (1 - rate) for each element."""
    words = [word for block in range((size + 1) // 2) for word in threefry2x32(key, (counter, block))]
    return [1 / (1 - rate) if (word >> 8) / 2**24 >= rate else 0.0 for word in words[:size]]
