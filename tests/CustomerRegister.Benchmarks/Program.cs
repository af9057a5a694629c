Console.WriteLine("No scenario is chosen.");
