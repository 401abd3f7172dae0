local Course = NewProcedureClass()

function Course:handleProcess(file)
  local set = ProcessActionSet:new()
  set:addAction(ImageSpriteAction:new())
  return set
end

function CreateProcedure() return Course:new() end
