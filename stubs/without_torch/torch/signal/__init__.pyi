from torch.signal import windows as windows
